using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>The headers of a message that came.</summary>
internal sealed class NatsHeaders
{
    private const string FirstLine = "NATS/1.0";
    private const int MostHeaders = 1024;

    /// <summary>No headers.</summary>
    public static readonly NatsHeaders None = new(0, "", []);

    private NatsHeaders(int status, string description, ImmutableArray<NatsHeader> all) => (Status, Description, All) = (status, description, all);

    /// <summary>What a server says of a request in place of an answer, such as 503; 0 for none.</summary>
    public int Status { get; }

    /// <summary>The words behind the status.</summary>
    public string Description { get; }

    /// <summary>Names and values as they came.</summary>
    public ImmutableArray<NatsHeader> All { get; }

    /// <summary>The first value of a name, whatever its case; null when there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var header in All)
                if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return header.Value;
            return null;
        }
    }

    // NATS/1.0[ <status>[ <description>]]\r\n(<name>:<value>\r\n)*\r\n

    /// <summary>Reads a header block.</summary>
    /// <exception cref="NatsProtocolException">It is none.</exception>
    public static NatsHeaders Parse(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty) return None;
        var lines = Encoding.UTF8.GetString(block).Split("\r\n");
        if (!lines[0].StartsWith(FirstLine, StringComparison.Ordinal) || lines.Length < 3 || lines[^1].Length > 0 || lines[^2].Length > 0)
            throw new NatsProtocolException("A message's headers do not begin with NATS/1.0 and end with an empty line.");
        if (lines.Length > MostHeaders) throw new NatsProtocolException($"A message with {lines.Length - 3} headers came; {MostHeaders} are allowed.");
        var first = lines[0][FirstLine.Length..].Trim().Split(' ', 2);
        var status = first[0].Length == 0 ? 0
            : int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code
            : throw new NatsProtocolException("A message's status is no number.");
        var all = ImmutableArray.CreateBuilder<NatsHeader>(lines.Length - 3);
        foreach (var line in lines.AsSpan(1, lines.Length - 3))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) throw new NatsProtocolException("A message's header has no name.");
            all.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return new(status, first.Length > 1 ? first[1] : "", all.DrainToImmutable());
    }
}
