using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Core.Store;

/// <summary>A statement as it came over HTTP.</summary>
/// <param name="Sql">The statement; the rows of an insert may follow it.</param>
/// <param name="Data">More rows of an insert, in a request that has its statement in the URL.</param>
internal readonly record struct StoreRequest(ReadOnlyMemory<byte> Sql, ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads a request whole, so that a client that goes away half way leaves nothing half done.</summary>
    public static async Task<StoreRequest> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        using var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, StoreFront.BodyLimitBytes));
        await request.Body.CopyToAsync(body, stop);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if ((string?)request.Query["query"] is not { } text) return new(bytes, default);
        var sql = Encoding.UTF8.GetBytes(text);
        // A server reads the URL's query and the body as one text.
        return SqlText.Parse(sql).Kind == SqlKind.Insert || bytes.IsEmpty ? new(sql, bytes) : new((byte[])[.. sql, (byte)'\n', .. bytes.Span], default);
    }
}
