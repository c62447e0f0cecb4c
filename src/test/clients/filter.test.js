// Every filter that the clients offer.
import assert from 'node:assert/strict'
import { data, values, withEveryClient } from './server.js'

/** The books that a filter leaves, by id. */
function books(client, filter) {
  return values('id', filter(client.from('books').select('id')).order('id'))
}

function leaves(name, filter, expected) {
  withEveryClient(name, async (client) => {
    assert.deepEqual(await books(client, filter), expected)
  })
}

leaves('eq', (query) => query.eq('title', 'Solaris'), [5])
leaves('eq with reserved characters', (q) => q.eq('title', "If on a winter's night, a traveler (novel)"), [4])
leaves('neq', (query) => query.neq('author_id', 1), [3, 4, 5, 6])
leaves('gt', (query) => query.gt('price', 11.3), [4])
leaves('gte', (query) => query.gte('price', 11.3), [4, 6])
leaves('lt', (query) => query.lt('published', '1965-01-01'), [5])
leaves('lte', (query) => query.lte('published', '1965-01-01'), [5, 6])
leaves('like', (query) => query.like('title', 'The%'), [2, 6])
leaves('like with a star', (query) => query.like('title', '*Earth*'), [1])
leaves('likeAllOf', (query) => query.likeAllOf('title', ['The%', '%Cyber%']), [6])
leaves('likeAnyOf', (query) => query.likeAnyOf('title', ['Sol%', '%Cities']), [3, 5])
leaves('ilike', (query) => query.ilike('title', 'the%'), [2, 6])
leaves('ilikeAllOf', (query) => query.ilikeAllOf('title', ['the%', '%cyber%']), [6])
leaves('ilikeAnyOf', (query) => query.ilikeAnyOf('title', ['sol%', '%CITIES']), [3, 5])
leaves('regexMatch', (query) => query.regexMatch('title', '^(Sol|Inv)'), [3, 5])
leaves('regexIMatch', (query) => query.regexIMatch('title', '^the .*ed$'), [2])
leaves('is null', (query) => query.is('in_print', null), [3])
leaves('is true', (query) => query.is('in_print', true), [1, 2, 4, 6])
leaves('is false', (query) => query.is('in_print', false), [5])
leaves('isDistinct', (query) => query.isDistinct('in_print', true), [3, 5])
leaves('in', (query) => query.in('id', [1, 3, 3, 99]), [1, 3])
leaves('in nothing', (query) => query.in('id', []), [])
leaves('in with reserved characters', (q) =>
  q.in('title', ["If on a winter's night, a traveler (novel)", 'Solaris']), [4, 5])
leaves('notIn', (query) => query.notIn('id', [1, 3]), [2, 4, 5, 6])

leaves('contains of an array', (query) => query.contains('tags', ['fantasy', 'islands']), [1])
leaves('contains of JSON', (query) => query.contains('details', { formats: ['audio'] }), [1, 5])
leaves('contains of a range', (query) => query.contains('reading_age', '[15,16)'), [3, 5])
leaves('containedBy of an array', (query) => query.containedBy('tags', ['cities', 'robots', 'fantasy']), [3, 6])
leaves('containedBy of JSON', (q) => q.containedBy('details->rating', { stars: 4, votes: 45, more: 1 }), [6])
leaves('containedBy of a range', (query) => query.containedBy('reading_age', '[8,16)'), [1, 3, 6])
leaves('overlaps of arrays', (query) => query.overlaps('tags', ['ocean', 'fantasy']), [1, 5, 6])
leaves('overlaps of ranges', (query) => query.overlaps('reading_age', '[8,11)'), [1, 6])
leaves('rangeGt', (query) => query.rangeGt('reading_age', '[8,12)'), [2, 3, 4, 5])
leaves('rangeGte', (query) => query.rangeGte('reading_age', '[14,20)'), [2, 4, 5])
leaves('rangeLt', (query) => query.rangeLt('reading_age', '[14,20)'), [1, 6])
leaves('rangeLte', (query) => query.rangeLte('reading_age', '[8,16)'), [1, 3, 6])
leaves('rangeAdjacent', (query) => query.rangeAdjacent('reading_age', '[12,16)'), [1, 2, 4])

leaves('textSearch', (query) => query.textSearch('words', 'wizard | night'), [1, 4])
leaves('textSearch with a configuration', (q) => q.textSearch('words', 'wizards', { config: 'english' }), [1])
leaves('textSearch, plain', (q) => q.textSearch('words', 'invisible city', { type: 'plain', config: 'english' }), [3])
leaves('textSearch, phrase', (q) => q.textSearch('words', "winter's night", { type: 'phrase' }), [4])
leaves('textSearch, websearch', (q) => q.textSearch('words', 'solaris or cyberiad', { type: 'websearch' }), [5, 6])
leaves('textSearch in a text column', (q) => q.textSearch('title', 'cities', { config: 'english' }), [3])

leaves('match', (query) => query.match({ author_id: 4, in_print: true, pages: undefined }), [6])
leaves('not eq', (query) => query.not('author_id', 'eq', 1), [3, 4, 5, 6])
leaves('not is null', (query) => query.not('in_print', 'is', null), [1, 2, 4, 5, 6])
leaves('not in', (query) => query.not('id', 'in', '(1,2,3)'), [4, 5, 6])
leaves('not contains', (query) => query.not('tags', 'cs', '{fantasy}'), [2, 3, 4, 5])
leaves('or', (query) => query.or('price.lt.8,pages.gt.300'), [2, 3])
leaves('or with and and not inside', (q) => q.or('and(author_id.eq.1,pages.lt.200),not.and(author_id.lt.4,id.gt.0)'), [1, 5, 6])
leaves('or with quoted values', (q) => q.or('title.in.("Solaris","If on a winter\'s night, a traveler (novel)"),id.eq.1'), [1, 4, 5])
leaves('two or filters, both of which must hold', (q) => q.or('id.eq.1,id.eq.2').or('id.eq.2,id.eq.3'), [2])
leaves('filter', (query) => query.filter('pages', 'gt', 290), [2, 6])
leaves('filter with any of', (query) => query.filter('pages', 'eq(any)', '{165,183}'), [1, 3])
leaves('filter with not', (query) => query.filter('in_print', 'not.is', true), [3, 5])
leaves('filters together', (query) => query.gt('pages', 200).lt('pages', 300).is('in_print', true), [4, 6])

leaves('a JSON path as text', (query) => query.eq('details->rating->>stars', '5'), [1, 2, 5])
leaves('a JSON path as JSON', (query) => query.gt('details->rating->votes', 100), [1, 5])
leaves('a JSON path into an array', (query) => query.eq('details->formats->>0', 'paper'), [1, 2, 3, 6])
leaves('a computed column', (query) => query.eq('label', 'Solaris, 1961'), [5])

withEveryClient('filters on letters outside ASCII', async (client) => {
  const found = await data(client.from('authors').select('id').eq('name', 'Stanisław Lem'))
  assert.deepEqual(found, [{ id: 4 }])
})
