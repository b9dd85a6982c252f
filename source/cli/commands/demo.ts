import {startDemo} from '../demo.ts';
import {showConsole} from '../console.ts';
import {defineCommand} from '../command.ts';
import {defaultPort, startEngine} from '../local-engine.ts';
import {openOnEngine} from '../workplace.ts';

export const demoCommand = defineCommand({
	name: 'demo',
	summary: 'The console on a local engine with living demo traffic',
	takes: '',
	inputMin: 0,
	inputMax: 0,
	description: `Starts an engine of its own, fills it with queues, topics and streams, and keeps them moving: a consumer that is too slow,
orders that end in a dead-letter queue, a stream with a hot shard. Nothing leaves this machine, and nothing is left of it.`,
	flags: {
		port: {
			type: 'number',
			placeholder: 'PORT',
			min: 0,
			max: 65_535,
			description: `Where the engine listens; 0 for a free port (default ${defaultPort}, or a free one where that is taken)`,
		},
		noWaits: {type: 'boolean', description: "Drop AWS's waiting rules: purge and reuse the names of deleted queues as often as you like"},
	},
	examples: [
		['sluice demo', 'Look around; ? explains the keys'],
		['sluice demo --once', 'One plain frame, for a look without a terminal'],
	],
	async run(invocation) {
		const {flags} = invocation;
		const engine = await startEngine({
			engineWorkerUrl: invocation.engineWorkerUrl,
			...(flags.port !== undefined && {port: flags.port}),
			// A demo shows what a throttled shard and a refused delivery look like, as on AWS.
			settings: {enforceLimits: true, enforcePolicies: true, waits: !flags.noWaits},
		});
		const workplace = await openOnEngine(invocation, engine);
		let demo: Awaited<ReturnType<typeof startDemo>>;
		try {
			demo = await startDemo(invocation, engine.url);
		} catch (error) {
			await workplace.close();
			throw error;
		}
		return showConsole(invocation, {
			...workplace,
			async close() {
				await demo.stop();
				await workplace.close();
			},
		});
	},
});
