import {createInterface} from 'node:readline';
import type {Invocation} from './command.ts';

/** Whether there is a person to ask. */
export function canAsk({stdin, stderr}: Pick<Invocation, 'stdin' | 'stderr'>): boolean {
	return Boolean(stdin.isTTY && stderr.isTTY);
}

/** Asks on the terminal and answers the line that was typed. Undefined after Ctrl-C, Ctrl-D or a hang-up. */
export function ask({stdin, stderr}: Pick<Invocation, 'stdin' | 'stderr'>, question: string): Promise<string | undefined> {
	return new Promise(resolve => {
		const lines = createInterface({input: stdin, output: stderr, terminal: true, historySize: 0});
		lines.on('close', () => resolve(undefined));
		lines.on('SIGINT', () => lines.close());
		lines.question(question, answer => {
			resolve(answer);
			lines.close();
		});
	});
}
