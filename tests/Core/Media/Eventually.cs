using System.Diagnostics;

namespace Sluice.Tests.Media;

/// <summary>Waits for what another thread does; the deadline is only there so that nothing hangs.</summary>
internal static class Eventually
{
    public static Task Is(Func<bool> condition) => IsAsync(() => Task.FromResult(condition()));

    public static async Task IsAsync(Func<Task<bool>> condition)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
            await Task.Delay(10);
        }
    }
}
