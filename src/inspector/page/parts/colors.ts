import { useEffect, useState } from "preact/hooks";

/** A colour of the style sheet, as a canvas can draw it. */
export function colorOf(variable: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** A colour of which only so many per cent are seen. */
export function mixed(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${percent}%, transparent)`;
}

/** Changes whenever the colours of the page do. */
export function useColours(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const onChange = (): void => setVersion((before) => before + 1);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const switched = new MutationObserver(onChange);
    switched.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    system.addEventListener("change", onChange);
    return () => {
      switched.disconnect();
      system.removeEventListener("change", onChange);
    };
  }, []);
  return version;
}
