/** A question, one that means the same, and the answer the stand-in gives to both. */
export const PASSWORD = {
  question: "How do I reset my password?",
  paraphrase: "I forgot my password, how can I reset it?",
  answer: "Open Settings, choose Security, then Reset password.",
} as const;
