using System.Diagnostics;

namespace Sluice.Tests.Media;

/// <summary>Waits for what another thread does; the deadline is only there so that nothing hangs.</summary>
internal static class Eventually
{
    public static async Task Is(Func<bool> condition)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
            await Task.Delay(10);
        }
    }
}
