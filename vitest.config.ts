import {defineConfig} from 'vitest/config';

// .ci/run asks for the results as a file too, so that the numbers it ends with are the real ones.
const reportFile = process.env['SLUICE_TEST_REPORT'];

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/helpers/build-once.ts'],
		testTimeout: 20_000,
		hookTimeout: 30_000,
		// Two cores; the pty stories start processes of their own.
		maxWorkers: 2,
		// Files share a worker's modules: loading ink and the AWS clients anew for each was a third of the time. So a test leaves no state behind in a module.
		isolate: false,
		unstubEnvs: true,
		reporters: reportFile ? ['default', ['json', {outputFile: reportFile}]] : ['default'],
	},
});
