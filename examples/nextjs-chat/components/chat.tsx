"use client";

import { useChat } from "@ai-sdk/react";
import type { ReactNode } from "react";
import { Answer } from "@/components/answer";
import { Composer } from "@/components/composer";
import { Header } from "@/components/header";
import { textOf } from "@/components/text-of";
import { Welcome } from "@/components/welcome";
import type { ChatMessage } from "@/lib/chat-message";

/** A conversation with the support desk. */
export function Chat(): ReactNode {
  const chat = useChat<ChatMessage>();
  const { messages, status, error, sendMessage, setMessages, regenerate, stop, clearError } = chat;
  const isBusy = status === "submitted" || status === "streaming";
  const last = messages.at(-1);

  function ask(text: string): void {
    sendMessage({ text });
  }

  function startOver(): void {
    clearError(); // of a question that is gone
    setMessages([]);
  }

  return (
    <>
      <Header onNewChat={messages.length > 0 && !isBusy ? startOver : undefined} />
      <main>
        <div className="conversation" role="log" aria-label="Conversation" aria-busy={isBusy}>
          {messages.length === 0 && <Welcome onAsk={ask} />}
          {messages.map((message) =>
            message.role === "user" ? (
              <p key={message.id} className="question">
                {textOf(message)}
              </p>
            ) : (
              <Answer
                key={message.id}
                message={message}
                onRegenerate={
                  message === last && !isBusy
                    ? () => regenerate({ body: { reload: true } })
                    : undefined
                }
              />
            ),
          )}
          {status === "submitted" && <p className="waiting">Thinking</p>}
          {error && (
            <p className="error" role="alert">
              There is no answer: {error.message}{" "}
              <button type="button" onClick={() => regenerate()}>
                Try again
              </button>
            </p>
          )}
        </div>
      </main>
      <Composer onAsk={ask} onStop={isBusy ? stop : undefined} />
    </>
  );
}
