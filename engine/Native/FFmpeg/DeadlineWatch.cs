using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// One timer over the blocking calls of all inputs: it raises the flag of each that is overdue, so that a deadline does not depend on what
/// the blocked thread itself gets round to. It runs only while inputs are open.
/// </summary>
internal static class DeadlineWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<InterruptState, byte> Watched = new();
    private static readonly Lock Gate = new();
    private static readonly Timer Clock = new(static _ => Look());
    private static bool s_runs;

    /// <summary>Inputs watched now.</summary>
    internal static int Count => Watched.Count;

    internal static void Add(InterruptState input)
    {
        Watched[input] = 0;
        lock (Gate)
        {
            if (s_runs) return;
            s_runs = true;
            Clock.Change(Period, Period);
        }
    }

    internal static void Remove(InterruptState input)
    {
        Watched.TryRemove(input, out _);
        lock (Gate)
        {
            if (!s_runs || !Watched.IsEmpty) return;
            s_runs = false;
            Clock.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Look()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var (input, _) in Watched) input.Check(now);
    }
}
