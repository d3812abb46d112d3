// The SDK logs warnings of models to the console; a test reads them from the result when it cares.
Reflect.set(globalThis, "AI_SDK_LOG_WARNINGS", false);
