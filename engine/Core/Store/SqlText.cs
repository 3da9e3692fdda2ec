using System.Text;

namespace Sluice.Core.Store;

/// <summary>
/// What the store's front must know of a statement before it runs: whether it is one statement, whether it writes, in which format it
/// answers, and where the rows of an INSERT begin. Blanks, comments and quoted text are passed over; nothing is checked beyond that.
/// </summary>
/// <param name="Kind">What it does.</param>
/// <param name="Length">Bytes of the statement itself: without FORMAT and rows for an insert, without a trailing semicolon otherwise.</param>
/// <param name="Format">The format it names; null for none.</param>
/// <param name="DataStart">Where the rows of an insert begin; the text's length for everything else.</param>
internal readonly record struct SqlText(SqlKind Kind, int Length, string? Format, int DataStart)
{
    // What reads or writes outside the store: files of this machine, other servers, programs.
    private static readonly HashSet<string> Outside = new(StringComparer.OrdinalIgnoreCase)
    {
        "file", "fileCluster", "url", "urlCluster", "s3", "s3Cluster", "gcs", "oss", "cosn", "hdfs", "hdfsCluster", "azureBlobStorage", "azureBlobStorageCluster",
        "remote", "remoteSecure", "cluster", "clusterAllReplicas", "mysql", "postgresql", "mongodb", "sqlite", "odbc", "jdbc", "redis", "executable", "input",
        "deltaLake", "deltaLakeCluster", "hudi", "hudiCluster", "iceberg", "icebergCluster", "icebergS3", "icebergAzure", "icebergHDFS", "icebergLocal", "paimon",
        "ytsaurus", "arrowFlight", "python", "dictionary", "catboostEvaluate", "filesystemAvailable", "filesystemCapacity", "filesystemUnreserved",
    };

    /// <summary>A function in it that reads what is not in the store; null for none.</summary>
    public string? ReachesFor { get; private init; }

    private static readonly string[] Reads = ["SELECT", "WITH", "SHOW", "DESC", "DESCRIBE", "EXISTS", "EXPLAIN"];

    /// <summary>Reads the head of a statement.</summary>
    /// <param name="sql">UTF-8 text; the rows of an insert may follow and are not looked at.</param>
    public static SqlText Parse(ReadOnlySpan<byte> sql)
    {
        var at = 0;
        var kind = SqlKind.Empty;
        string? format = null;
        string? outside = null;
        var depth = 0;
        while (true)
        {
            var start = SkipBlanks(sql, at);
            if (start >= sql.Length) return new(kind, sql.Length, format, sql.Length) { ReachesFor = outside };
            var end = TokenEnd(sql, start);
            var token = sql[start..end];
            at = end;
            if (kind == SqlKind.Empty && token[0] is not ((byte)'(' or (byte)';')) kind = KindOf(token);
            switch (token[0])
            {
                case (byte)'(': depth++; continue;
                case (byte)')': depth--; continue;
                case (byte)';':
                    // The library would run what follows as a second statement; a server refuses it, and so does the front.
                    return SkipBlanksAndEnds(sql, at) < sql.Length ? new(SqlKind.Many, 0, null, sql.Length) : new(kind, start, format, sql.Length) { ReachesFor = outside };
            }

            if (outside == null && NameOf(token) is { } name && Outside.Contains(name) && SkipBlanks(sql, at) is var next && next < sql.Length && sql[next] == '(') outside = name;
            // Writes a file, whatever stands in front of it.
            if (Is(token, "OUTFILE") && kind == SqlKind.Read) kind = SqlKind.Write;
            if (depth != 0) continue;
            if (kind == SqlKind.Insert && (Is(token, "SELECT") || Is(token, "WITH"))) kind = SqlKind.Write;
            else if (kind == SqlKind.Insert && Is(token, "VALUES")) return new(kind, start, "Values", at);
            else if (Is(token, "FORMAT") && NameAfter(sql, at) is { End: > 0 } named)
            {
                format = Encoding.UTF8.GetString(sql[named.Start..named.End]);
                at = named.End;
                if (kind == SqlKind.Insert) return new(kind, start, format, DataAfter(sql, at));
            }
        }
    }

    /// <summary>A name, quoted or not; null for anything else.</summary>
    private static string? NameOf(ReadOnlySpan<byte> token) => token[0] switch
    {
        (byte)'`' or (byte)'"' when token.Length > 2 => Encoding.UTF8.GetString(token[1..^1]),
        var letter when char.IsAsciiLetter((char)letter) && token.Length < 32 => Encoding.ASCII.GetString(token),
        _ => null,
    };

    private static SqlKind KindOf(ReadOnlySpan<byte> token)
    {
        if (Is(token, "INSERT")) return SqlKind.Insert;
        foreach (var word in Reads)
            if (Is(token, word)) return SqlKind.Read;
        return SqlKind.Write;
    }

    private static (int Start, int End) NameAfter(ReadOnlySpan<byte> sql, int at)
    {
        var start = SkipBlanks(sql, at);
        if (start >= sql.Length || !char.IsAsciiLetter((char)sql[start])) return default;
        return (start, TokenEnd(sql, start));
    }

    // Rows start after the blanks of the line and one line end: the first row itself may begin with a blank or a line feed.
    private static int DataAfter(ReadOnlySpan<byte> sql, int at)
    {
        while (at < sql.Length && sql[at] is (byte)' ' or (byte)'\t') at++;
        if (at < sql.Length && sql[at] == '\r') at++;
        if (at < sql.Length && sql[at] == '\n') at++;
        return at;
    }

    private static int SkipBlanksAndEnds(ReadOnlySpan<byte> sql, int at)
    {
        for (at = SkipBlanks(sql, at); at < sql.Length && sql[at] == ';'; at = SkipBlanks(sql, at + 1))
        {
        }

        return at;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> sql, int at)
    {
        while (at < sql.Length)
        {
            var rest = sql[at..];
            if (rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
            else if (rest.StartsWith("--"u8) || rest.StartsWith("#!"u8)) at = After(rest.IndexOf((byte)'\n'), 1);
            else if (rest.StartsWith("/*"u8)) at = After(rest.IndexOf("*/"u8), 2);
            else break;

            int After(int found, int length) => found < 0 ? int.MaxValue : at + found + length;
        }

        return Math.Min(at, sql.Length);
    }

    private static int TokenEnd(ReadOnlySpan<byte> sql, int start)
    {
        var first = sql[start];
        var at = start + 1;
        if (first is (byte)'\'' or (byte)'"' or (byte)'`')
        {
            while (at < sql.Length && sql[at] != first) at += sql[at] == '\\' ? 2 : 1;
            return Math.Min(at + 1, sql.Length);
        }

        if (!char.IsAsciiLetterOrDigit((char)first) && first != '_') return at;
        while (at < sql.Length && (char.IsAsciiLetterOrDigit((char)sql[at]) || sql[at] == '_')) at++;
        return at;
    }

    private static bool Is(ReadOnlySpan<byte> token, string word) => Ascii.EqualsIgnoreCase(token, word);
}
