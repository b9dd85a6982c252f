/** What a server's process has used so far. */
export type Usage = {
	/** User and system time of all its threads. */
	readonly cpuMicroseconds: number;
	/** Its memory now. */
	readonly residentBytes: number;
};

/** What a server's process says to the bench. */
export type ServerMessage = {readonly type: 'listening'; readonly url: string} | ({readonly type: 'usage'} & Usage);

/** Tells the bench where the server listens, and what it has used whenever it is asked. Started by hand, it prints the URL as sluice does. */
export function reportToBench(url: string): void {
	if (!process.send) console.log(JSON.stringify({url}));
	const send = (message: ServerMessage): void => void process.send?.(message);
	process.on('message', () => {
		const {user, system} = process.cpuUsage();
		send({type: 'usage', cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss()});
	});
	process.on('disconnect', () => process.exit());
	send({type: 'listening', url});
}
