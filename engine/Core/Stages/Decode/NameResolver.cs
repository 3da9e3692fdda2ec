using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Resolves the names in URLs before FFmpeg does: a look-up inside FFmpeg asks no interrupt callback and may hang for a minute. Here it has a
/// deadline. A look-up that hangs holds one thread for each name, however many sources wait for it.
/// </summary>
/// <param name="lookUp">Gives the addresses of a name; may block, and throws <see cref="SocketException"/> where there are none.</param>
internal sealed class NameResolver(Func<string, IPAddress[]> lookUp)
{
    private readonly ConcurrentDictionary<string, LookUp> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks the system.</summary>
    public static NameResolver System { get; } = new(Dns.GetHostAddresses);

    /// <summary>Makes sure that a URL's host has an address; for the reader's own thread.</summary>
    /// <param name="url">Any URL or path.</param>
    /// <param name="attempt">Which of several addresses to take: each try takes the next.</param>
    /// <param name="deadline">Longest wait.</param>
    /// <param name="stop">Gives up the wait.</param>
    /// <returns>The URL to open: plain RTSP with the address for the name, all else as it was, since TLS and HTTP need the name.</returns>
    /// <exception cref="StreamFaultException">The name does not resolve, or not in time.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public string Resolve(string url, int attempt, TimeSpan deadline, CancellationToken stop)
    {
        var host = HostOf(url);
        if (host.IsEmpty || IPAddress.TryParse(url.AsSpan(host.Start, host.End - host.Start), out _)) return url;
        var name = url[host.Start..host.End];
        var addresses = Addresses(name, deadline, stop);
        if (!url.StartsWith("rtsp://", StringComparison.OrdinalIgnoreCase)) return url;
        var address = addresses[attempt % addresses.Length];
        var written = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return string.Concat(url.AsSpan(0, host.Start), written, url.AsSpan(host.End));
    }

    private IPAddress[] Addresses(string name, TimeSpan deadline, CancellationToken stop)
    {
        var running = _running.GetOrAdd(name, Start);

        // The reader's thread is there to block; the pool is not, and a look-up that hangs would hold one of its threads.
        var index = WaitHandle.WaitAny([running.Done, stop.WaitHandle], deadline);
        stop.ThrowIfCancellationRequested();
        if (index == WaitHandle.WaitTimeout) throw Unresolved(name, $"no answer within {deadline.TotalSeconds:0.#} s");

        // The next try asks anew; those who wait for the same look-up have it still.
        _running.TryRemove(new(name, running));
        if (running.Fault is { } fault) throw Unresolved(name, fault.Message);
        return running.Found is { Length: > 0 } found ? found : throw Unresolved(name, "it has no address");
    }

    private LookUp Start(string name)
    {
        var running = new LookUp();
        new Thread(() =>
        {
            try
            {
                running.Found = lookUp(name);
            }
            catch (Exception fault)
            {
                running.Fault = fault;
            }

            running.Done.Set();
        }) { IsBackground = true, Name = $"look up {name}" }.Start();
        return running;
    }

    private static StreamFaultException Unresolved(string name, string why)
        => new(new(FaultReason.NameNotResolved, $"the name '{name}' does not resolve: {why}"));

    // Where the host stands in scheme://user:password@host:port/path; empty where there is none.
    private static Span HostOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return default;
        var start = scheme + 3;
        var end = url.AsSpan(start).IndexOfAny('/', '?') is var slash and >= 0 ? start + slash : url.Length;
        if (url.AsSpan(start, end - start).LastIndexOf('@') is var sign and >= 0) start += sign + 1;

        // [v6] is an address in any case.
        if (start >= end || url[start] == '[') return default;
        if (url.AsSpan(start, end - start).IndexOf(':') is var colon and >= 0) end = start + colon;
        return new(start, end);
    }

    private readonly record struct Span(int Start, int End)
    {
        public bool IsEmpty => End <= Start;
    }

    /// <summary>A question on its way; written by its own thread before <see cref="Done"/> is set. Whoever still waits holds the event, so
    /// that its finalizer closes it.</summary>
    private sealed class LookUp
    {
        public ManualResetEvent Done { get; } = new(false);

        public IPAddress[]? Found { get; set; }

        public Exception? Fault { get; set; }
    }
}
