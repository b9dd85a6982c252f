import {MessageChannel} from 'node:worker_threads';

/**
Keeps the process from ending while it waits for a signal or a deadline: neither counts as work for Node.

@returns Ends it.
*/
export function keepAlive(): () => void {
	const {port1} = new MessageChannel();
	port1.on('message', () => {});
	port1.ref();
	return () => port1.close();
}
