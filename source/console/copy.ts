import {run, type Effect} from './effects.ts';

/** What is said of a copy. */
export type CopyNotices = {
	readonly copied: string;
	readonly refused?: string;
};

/** Copies to the operator's clipboard and says whether that went. */
export function copyToClipboard(text: string, {copied, refused = 'Nothing was copied: there is no terminal.'}: CopyNotices): Effect {
	return run('copy', async tools => {
		const isCopied = tools.terminal.copy(text);
		tools.dispatch({type: 'notice', text: isCopied ? copied : refused, atMs: tools.clock.nowMs()});
	});
}
