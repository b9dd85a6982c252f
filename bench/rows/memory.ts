import {serverSeries, type Load, type Loading} from '../load.ts';
import type {Row} from '../row.ts';
import type {ServerName} from '../server-process.ts';
import {createQueue, fill} from './sqs-requests.ts';

const messageCount = 1_000_000;

/** What a long backlog takes. */
export const memoryRow: Row = {
	name: 'memory-1m',
	title: 'Resident memory with a million messages of 1 KiB in one queue',
	unit: 'MiB',
	series: [once('sluice'), once('fauxqs')],
	bounds: [{series: 'sluice', atMost: 1382}],
	isLong: true,
};

/** One fill says all, so the round that others have for the compiler does nothing. */
function once(server: ServerName) {
	return {...serverSeries(server, server, fillAndLook), roundsMax: 1};
}

async function fillAndLook({server, connections, connection}: Load): ReturnType<Loading> {
	const queueUrl = await createQueue(connection, 'memory');
	return async round => {
		if (round > 0) await fill(connections, queueUrl, messageCount);
		const {residentBytes} = await server.usage();
		return {value: residentBytes / 1024 ** 2};
	};
}
