using System.Globalization;
using System.Text;

namespace Sluice.Tests.Media;

/// <summary>Reads motion JPEG part by part.</summary>
internal sealed class MultipartReader(Stream stream) : IDisposable
{
    /// <summary>The next part's bytes; null at the end.</summary>
    public async Task<byte[]?> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var length = 0;
        while (await LineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal)) length = int.Parse(line[16..], CultureInfo.InvariantCulture);
            if (line.Length != 0 || length == 0) continue;
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, patience.Token);
            return bytes;
        }

        return null;
    }

    public void Dispose() => stream.Dispose();

    private async Task<string?> LineAsync(CancellationToken stop)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) == 1)
        {
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }
}
