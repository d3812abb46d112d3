import { render } from "preact";
import { MOUNT_ID } from "../contract.ts";
import { Inspector } from "./inspector.tsx";
import { applyTheme, savedTheme } from "./theme.ts";

applyTheme(savedTheme());
const mount = document.getElementById(MOUNT_ID);
if (mount) render(<Inspector />, mount);
