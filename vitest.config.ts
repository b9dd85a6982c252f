import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/helpers/build-once.ts'],
		testTimeout: 20_000,
		hookTimeout: 30_000,
		// Two cores; the pty stories start processes of their own.
		maxWorkers: 2,
		unstubEnvs: true,
	},
});
