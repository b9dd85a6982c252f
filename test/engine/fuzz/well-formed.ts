import type {IncomingHttpHeaders} from 'node:http';
import {cbor} from '@smithy/core/cbor';

export type WireAnswer = {readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer};

/** What is wrong with an answer as one of AWS's, as a sentence; undefined when nothing is. */
export function answerProblem(answer: WireAnswer, method: string): string | undefined {
	const {status, headers, body} = answer;
	if (status >= 500) return `it is a ${status}`;
	if (headers['x-amzn-requestid'] === undefined) return 'it has no x-amzn-RequestId';
	// An answer to HEAD has no body, and one that is no error is its service's affair.
	if (status < 400 || method === 'HEAD') return undefined;
	const contentType = headers['content-type'] ?? '';
	const text = body.toString('utf8');
	if (contentType.startsWith('text/plain'))
		return status === 403 && text.startsWith('Web pages of') ? undefined : `it is plain text: ${text}`;
	if (contentType === 'text/xml') return xmlProblem(text);
	if (contentType.includes('cbor')) return codeProblem(decodeCbor(body));
	if (contentType.includes('json')) return codeProblem(parseJson(text));
	return `it is of the type ${contentType}`;
}

/** Errors in JSON and CBOR name themselves; those of the engine's own pages say what is wrong. */
function codeProblem(content: unknown): string | undefined {
	const {__type: type, Output: output, message} = (content ?? {}) as Record<string, unknown>;
	if (output !== undefined) return codeProblem(output);
	const isNamed = typeof type === 'string' && /^[\w.#]+$/.test(type);
	return isNamed || typeof message === 'string' ? undefined : `it names no error: ${JSON.stringify(content)}`;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Reported as an answer that names no error.
		return undefined;
	}
}

function decodeCbor(body: Buffer): unknown {
	try {
		return cbor.deserialize(body);
	} catch {
		// As above.
		return undefined;
	}
}

/** Checks that elements close in order, that characters may stand in XML, and that there is an error's name. */
function xmlProblem(text: string): string | undefined {
	const open: string[] = [];
	const withoutProlog = text.replace(/^<\?xml version="1.0"( encoding="UTF-8")?\?>\n?/, '');
	let names = '';
	for (const [token] of withoutProlog.matchAll(/<[^>]*>|[^<]+/g)) {
		const [, slash, name, attributes = '', isEmpty] = /^<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>$/.exec(token) ?? [];
		if (name === undefined) {
			if (token.startsWith('<')) return `${token} is no tag in ${text}`;
			// oxlint-disable-next-line no-control-regex
			if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F]|&(?!(?:amp|lt|gt|quot|apos|#x?[\dA-Fa-f]+);)/.test(token))
				return `${token} is no text of XML`;
			continue;
		}
		names += `${name} ${attributes}`;
		if (slash !== '') {
			if (open.pop() !== name) return `</${name}> closes nothing in ${text}`;
		} else if (isEmpty === '') open.push(name);
	}
	if (open.length > 0) return `${open.at(-1)} is not closed in ${text}`;
	return /Code |Exception|BadRequest/.test(names) ? undefined : `it names no error: ${text}`;
}
