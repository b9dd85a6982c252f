import type {MessageAttribute} from '../aws/queue.ts';
import {UsageError} from '../shared/errors.ts';
import type {ListFlag} from './flag.ts';

/** The flag for message attributes, of every command that sends some. */
export const attributeFlag: ListFlag = {
	type: 'list',
	placeholder: 'NAME=VALUE',
	description: 'A message attribute; with a type: total:Number=12, photo:Binary=BASE64. May be repeated',
};

/** Reads `name=value` and `name:Type=value`. A Binary value is base64. */
export function readAttributes(words: readonly string[]): Readonly<Record<string, MessageAttribute>> {
	return Object.fromEntries(words.map(readAttribute));
}

function readAttribute(word: string): [name: string, attribute: MessageAttribute] {
	const [, name, dataType = 'String', value] = /^([^:=]+)(?::([^=]+))?=(.*)$/s.exec(word) ?? [];
	if (name === undefined || value === undefined) {
		throw new UsageError(`--attr takes NAME=VALUE or NAME:TYPE=VALUE, not "${word}".`);
	}
	if (!/^(?:String|Number|Binary)(?:\..+)?$/.test(dataType)) {
		throw new UsageError(`"${dataType}" is no type of a message attribute.`, {
			nextSteps: ['It is String, Number or Binary, perhaps with a suffix: Number.int.'],
		});
	}
	if (!dataType.startsWith('Binary')) return [name, {dataType, stringValue: value}];
	return [name, {dataType, binaryValue: Buffer.from(value, 'base64')}];
}
