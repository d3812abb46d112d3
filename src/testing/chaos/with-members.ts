/**
 * `target` with some members replaced. All others are those of `target`, called on it, so that objects
 * of classes with private fields work as well.
 */
export function withMembers<Target extends object, Members extends object>(
  target: Target,
  members: Members,
): Target & Members {
  return new Proxy(target, {
    get(_target, name) {
      if (Object.hasOwn(members, name)) return Reflect.get(members, name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    has: (_target, name) => Object.hasOwn(members, name) || name in target,
  }) as Target & Members;
}
