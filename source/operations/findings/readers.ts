import type {Reading} from '../../aws/reading.ts';
import type {Session} from '../../aws/session.ts';
import {sleep, type Clock} from '../../shared/clock.ts';
import {SluiceError} from '../../shared/errors.ts';
import type {ObservedReader} from './observation.ts';

/** The functions that read each queue, by its ARN. A queue that is not in it is read by none. */
export type QueueReaders = ReadonlyMap<string, readonly ObservedReader[]>;

/** Functions whose timeout is read, a call each, and such calls a second on AWS. */
const functionsMax = 200;
const functionsPerSecond = 5;

/**
Who reads the queues of the account and region: all event source mappings, a hundred a call, and the timeouts of their functions.

@throws What passes by itself, such as throttling. A denial or an endpoint without Lambda is an answer; a timeout that may not be read is left out.
*/
export async function readQueueReaders(
	session: Session,
	{clock, signal}: {clock: Clock; signal?: AbortSignal},
): Promise<Reading<QueueReaders>> {
	const within = signal ? {signal} : {};
	const mappings = await session.functions.allMappings(within);
	if (mappings.status !== 'known') return mappings;
	const ofQueues = mappings.value.filter(({sourceArn}) => sourceArn.split(':')[2] === 'sqs');
	const timeouts = new Map<string, number | undefined>();
	for (const {functionArn} of ofQueues) {
		if (timeouts.has(functionArn) || timeouts.size >= functionsMax) continue;
		timeouts.set(functionArn, await timeoutOf(session, functionArn, within));
		if (session.context.target === 'aws') await sleep(clock, 1000 / functionsPerSecond, within);
	}
	const readers = new Map<string, ObservedReader[]>();
	for (const {sourceArn, functionArn, functionName: name, isEnabled} of ofQueues) {
		const timeoutSeconds = timeouts.get(functionArn);
		const reader = {name, isEnabled, ...(timeoutSeconds !== undefined && {timeoutSeconds})};
		const known = readers.get(sourceArn);
		if (known) known.push(reader);
		else readers.set(sourceArn, [reader]);
	}
	return {status: 'known', value: readers};
}

/** One function that may not be read, or is gone, leaves the others known. */
async function timeoutOf(session: Session, functionArn: string, within: {signal?: AbortSignal}): Promise<number | undefined> {
	try {
		const reading = await session.functions.timeoutSeconds(functionArn, within);
		return reading.status === 'known' ? reading.value : undefined;
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		return undefined;
	}
}
