import {fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {ServerMessage} from './servers/serve.ts';

export type ServerName = 'bare' | 'sluice' | 'fauxqs';

/** A server in a process of its own. */
export type ServerProcess = {
	readonly name: ServerName;
	readonly url: string;
	/** User and system time of the process so far. */
	cpuMicroseconds(): Promise<number>;
	close(): void;
};

export function startServer(name: ServerName): Promise<ServerProcess> {
	const path = fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url));
	const child = fork(path, {stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--disable-warning=ExperimentalWarning']});
	return new Promise((resolve, reject) => {
		let onCpu: ((microseconds: number) => void) | undefined;
		child.once('exit', code => reject(new Error(`The server ${name} ended with ${code}.`)));
		child.on('message', (message: ServerMessage) => {
			if (message.type === 'cpu') {
				onCpu?.(message.microseconds);
				return;
			}
			resolve({
				name,
				url: message.url,
				cpuMicroseconds: () =>
					new Promise(answer => {
						onCpu = answer;
						child.send('cpu');
					}),
				close: () => child.disconnect(),
			});
		});
	});
}
