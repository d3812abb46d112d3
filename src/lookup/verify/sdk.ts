import { isRecord } from "../../is-record.ts";

/** A model of any SDK version by what names it. */
interface NamedModel {
  readonly provider: string;
  readonly modelId: string;
}

/** What the SDK takes beside its own settings, by provider. */
export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** `provider/modelId`; a model that is named by its id has no other name. */
export function modelName(model: NamedModel | string): string {
  return typeof model === "string" ? model : `${model.provider}/${model.modelId}`;
}

/** Whether a value is a model with this method, or the id of one. */
export function isModel(model: unknown, method: string): boolean {
  if (typeof model === "string") return model !== "";
  return isRecord(model) && typeof model[method] === "function";
}

/** A function of the application's own `ai`, of whatever major; `undefined` when that one has none. */
export async function sdkFunction<Result>(
  name: string,
): Promise<((options: object) => Promise<Result>) | undefined> {
  const sdk: object = await import("ai");
  return name in sdk ? Reflect.get(sdk, name) : undefined;
}
