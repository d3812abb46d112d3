import type { ChatMessage } from "@/lib/chat-message";

/** The text of a message. */
export function textOf({ parts }: ChatMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
