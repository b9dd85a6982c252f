/** What a server's process and the bench say to each other. */
export type ServerMessage = {readonly type: 'listening'; readonly url: string} | {readonly type: 'cpu'; readonly microseconds: number};

/** Tells the bench where the server listens, and its CPU time whenever it is asked. */
export function reportToBench(url: string): void {
	const send = (message: ServerMessage): void => void process.send?.(message);
	process.on('message', () => {
		const {user, system} = process.cpuUsage();
		send({type: 'cpu', microseconds: user + system});
	});
	process.on('disconnect', () => process.exit());
	send({type: 'listening', url});
}
