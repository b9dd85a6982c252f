import {createDemoResources} from '../demo/resources.ts';
import {prefillDeadLetterQueues, startDemoTraffic} from '../demo/traffic.ts';
import type {Invocation} from './command.ts';

/**
Fills an engine with the demo and starts its traffic, over a session of its own: the console's may be READ-ONLY, and its list of calls shows what a person does.
*/
export async function startDemo({clock, random, environment}: Invocation, engineUrl: string): Promise<{stop(): Promise<void>}> {
	const {openSession} = await import('../aws/connect.ts');
	const session = openSession({target: 'engine', endpointUrl: engineUrl}, {clock, environment, mode: 'CHANGE'});
	try {
		const resources = await createDemoResources(session);
		await prefillDeadLetterQueues(session, resources, {clock, random});
		const traffic = startDemoTraffic(session, resources, {clock, random});
		return {
			async stop() {
				await traffic.stop();
				session.close();
			},
		};
	} catch (error) {
		session.close();
		throw error;
	}
}
