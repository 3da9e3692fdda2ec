using System.Text;

namespace Sluice.Core.Sinks.Objects;

/// <summary>
/// What a key may be so that every store takes it: parts separated by <c>/</c>, none empty, <c>.</c> or <c>..</c>, without control characters
/// and <c>\</c>; at most 1024 bytes, a part at most 255.
/// </summary>
internal static class ObjectKey
{
    private const int MostBytes = 1024;
    private const int MostPartBytes = 255;

    /// <summary>What is wrong with a key; null when nothing is.</summary>
    public static string? Fault(string key)
    {
        if (key.Length == 0) return "is empty";
        if (key.Any(static c => char.IsControl(c) || c == '\\')) return @"holds a control character or '\'";
        if (Encoding.UTF8.GetByteCount(key) > MostBytes) return $"is longer than {MostBytes} bytes";
        foreach (var part in key.Split('/'))
        {
            if (part is "" or "." or "..") return part.Length == 0 ? "has an empty part between two '/', at its start or at its end" : $"has a part '{part}'";
            if (Encoding.UTF8.GetByteCount(part) > MostPartBytes) return $"has a part longer than {MostPartBytes} bytes";
        }

        return null;
    }

    /// <summary>Refuses a key that no store should see.</summary>
    /// <exception cref="ObjectStoreException">The key is none.</exception>
    public static void Check(string key)
    {
        if (Fault(key) is { } fault) throw new ObjectStoreException(ObjectFault.Refused, $"'{key}' is no key of an object: it {fault}.");
    }
}
