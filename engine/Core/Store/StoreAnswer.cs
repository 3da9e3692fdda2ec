using System.Text.Json;

namespace Sluice.Core.Store;

/// <summary>What a query answered: columns, then rows while they come. The caller disposes it.</summary>
public sealed class StoreAnswer : IAsyncDisposable
{
    private readonly IAsyncDisposable[] _owned;
    private readonly StreamReader _lines;

    internal StoreAnswer(IReadOnlyList<StoreColumn> columns, StreamReader lines, params IAsyncDisposable[] owned)
        => (Columns, _lines, _owned) = (columns, lines, owned);

    /// <summary>The columns; empty for a statement that answers nothing.</summary>
    public IReadOnlyList<StoreColumn> Columns { get; }

    /// <summary>The rows, each a value per column; readable once.</summary>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JsonException">The server broke off in the middle of a row.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> RowsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        while (await _lines.ReadLineAsync(stop) is { } line)
        {
            if (line.Length == 0) continue;
            using var row = JsonDocument.Parse(line);
            yield return [.. row.RootElement.EnumerateArray().Select(value => value.Clone())];
        }
    }

    /// <summary>Writes every row as an object on a line of its own.</summary>
    /// <param name="output">UTF-8, line feeds.</param>
    /// <param name="stop">Gives up.</param>
    public async Task WriteJsonLinesAsync(Stream output, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(output);
        await using var json = new Utf8JsonWriter(output, Sinks.FrameJson.Options);
        await foreach (var row in RowsAsync(stop))
        {
            json.Reset();
            json.WriteStartObject();
            for (var i = 0; i < row.Count; i++)
            {
                json.WritePropertyName(Columns[i].Name);
                row[i].WriteTo(json);
            }

            json.WriteEndObject();
            await json.FlushAsync(stop);
            await output.WriteAsync("\n"u8.ToArray(), stop);
        }
    }

    /// <summary>Ends the query, and the store where it was started for it.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        foreach (var owned in _owned) await owned.DisposeAsync();
    }
}
