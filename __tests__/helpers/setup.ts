import { Testing } from 'cdktf';

// cdktf keeps a stack trace for every token, which no test reads, and Jest maps each back to TypeScript: half of the time
// that a synthesis takes.
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({ captureStackTrace: () => [] }));

// Registers cdktf's matchers; its types attach to the global expect.
Testing.setupJest();
