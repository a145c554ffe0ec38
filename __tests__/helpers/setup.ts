import { Testing } from 'cdktf';

// Registers cdktf's matchers; its types attach to the global expect.
Testing.setupJest();
