import { describe, expectTypeOf, it } from 'vitest'
import type {
  AnyFolder,
  CalendarFolder,
  CalendarItem,
  FieldOrder,
  FindItemRequest,
  FindItemResponse,
  Folder,
  FolderSearchExpression,
  FolderShape,
  ItemShape,
  SearchExpression,
} from '../../src/operations'
import type { FindFolderRequest, FindFolderResponse } from '../../src/operations/folders/find-folder'

interface Named<FieldURI> {
  fieldURI: { fieldURI: FieldURI }
}
interface ShapeOf<FieldURI> {
  baseShape: 'IdOnly'
  additionalProperties: Named<FieldURI>[]
}
interface IsVisit<FieldURI> {
  isEqualTo: Named<FieldURI> & { fieldURIOrConstant: { constant: { value: 'Visit' } } }
}

describe('properties of folders and properties of items', () => {
  it('have shapes of their own', () => {
    expectTypeOf<ShapeOf<'folder:DisplayName'>>().toExtend<FolderShape>()
    expectTypeOf<ShapeOf<'calendar:Start'>>().not.toExtend<FolderShape>()
    expectTypeOf<ShapeOf<'calendar:Start'>>().toExtend<ItemShape>()
    expectTypeOf<ShapeOf<'message:IsRead'>>().toExtend<ItemShape>()
    expectTypeOf<ShapeOf<'folder:DisplayName'>>().not.toExtend<ItemShape>()
  })

  it('have conditions of their own, however deep they stand', () => {
    expectTypeOf<IsVisit<'folder:DisplayName'>>().toExtend<FolderSearchExpression>()
    expectTypeOf<{ not: IsVisit<'folder:DisplayName'> }>().toExtend<FolderSearchExpression>()
    expectTypeOf<{ and: [{ not: IsVisit<'item:Subject'> }] }>().not.toExtend<FolderSearchExpression>()
    expectTypeOf<IsVisit<'item:Subject'>>().toExtend<SearchExpression>()
    expectTypeOf<{ or: [{ not: IsVisit<'folder:DisplayName'> }] }>().not.toExtend<SearchExpression>()
  })

  it('are not sorted by each other', () => {
    expectTypeOf<{ order: 'Ascending' } & Named<'folder:DisplayName'>>().not.toExtend<FieldOrder>()
  })
})

describe('a folder never passes for an item', () => {
  it('alone', () => {
    expectTypeOf<Folder>().not.toExtend<CalendarItem>()
    expectTypeOf<CalendarFolder>().not.toExtend<CalendarItem>()
    expectTypeOf<AnyFolder>().not.toExtend<CalendarItem>()
    expectTypeOf<CalendarItem>().not.toExtend<Folder>()
  })

  it('in an answer', () => {
    expectTypeOf<FindFolderResponse>().not.toExtend<FindItemResponse>()
    expectTypeOf<FindItemResponse>().not.toExtend<FindFolderResponse>()
  })

  it('in a request', () => {
    expectTypeOf<FindFolderRequest>().not.toExtend<FindItemRequest>()
    expectTypeOf<FindItemRequest>().not.toExtend<FindFolderRequest>()
  })
})
