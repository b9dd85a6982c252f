import type {AnyService} from './call.ts';
import {stsService} from './sts/service.ts';

/** What the engine serves, in the order that health and documents show it. */
export const services: readonly AnyService[] = [stsService];
