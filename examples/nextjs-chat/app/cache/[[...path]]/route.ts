import { inspector } from "@/lib/inspector";

export { inspector as GET, inspector as POST };
