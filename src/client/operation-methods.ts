import { type Operation, operations, type StreamedOperation } from '../operations'
import type { RequestOptions, StreamOptions } from './call-options'

type Method<Described> =
  Described extends StreamedOperation<infer Request, infer Response>
    ? (request: Request, options?: StreamOptions) => AsyncGenerator<Response, void, undefined>
    : Described extends Operation<infer Request, infer Response>
      ? (request: Request, options?: RequestOptions) => Promise<Response>
      : never

/** One method for each operation of the registry, with its types and, as `keyof` stands here, its docstring. */
export type OperationMethods = { -readonly [Name in keyof typeof operations]: Method<(typeof operations)[Name]> }

/** The functions that the methods call. */
interface Caller {
  call(operation: Operation<unknown, unknown>, request: unknown, options?: RequestOptions): Promise<unknown>
  stream(
    operation: StreamedOperation<unknown, unknown>,
    request: unknown,
    options?: StreamOptions,
  ): AsyncIterable<unknown>
}

type Described = Operation<unknown, unknown> | StreamedOperation<unknown, unknown>

/** Adds the methods of `OperationMethods` to a class that can call any operation. */
export function addOperationMethods(prototype: Caller): void {
  for (const [name, operation] of Object.entries<Described>(operations)) {
    const method = {
      [name](this: Caller, request: unknown, options?: RequestOptions & StreamOptions) {
        return 'streamed' in operation
          ? this.stream(operation, request, options)
          : this.call(operation, request, options)
      },
    }
    Object.defineProperty(prototype, name, { value: method[name], writable: true, configurable: true })
  }
}
