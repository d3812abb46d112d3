import type { NextConfig } from "next";

/** Lock files further up, such as those of the repository this folder lies in, are nothing to Next.js. */
const config: NextConfig = { turbopack: { root: import.meta.dirname } };

export default config;
