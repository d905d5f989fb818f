import { type Operation, type OperationMethod, operations } from '../operations'
import type { CallOptions } from './call-options'

type Method<Described> =
  Described extends Operation<infer Request, infer Response>
    ? (request: Request, options?: CallOptions) => Promise<Response>
    : never

/** One method for each operation of the registry, with its types and its docstring. */
export type OperationMethods = { [Name in OperationMethod]: Method<(typeof operations)[Name]> }

/** The function that the methods call. */
interface Caller {
  call(operation: Operation<unknown, unknown>, request: unknown, options?: CallOptions): Promise<unknown>
}

/** Adds the methods of `OperationMethods` to a class that can call any operation. */
export function addOperationMethods(prototype: Caller): void {
  for (const [name, operation] of Object.entries<Operation<unknown, unknown>>(operations)) {
    const method = {
      [name](this: Caller, request: unknown, options?: CallOptions) {
        return this.call(operation, request, options)
      },
    }
    Object.defineProperty(prototype, name, { value: method[name], writable: true, configurable: true })
  }
}
