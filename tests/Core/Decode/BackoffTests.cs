using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class BackoffTests
{
    [Fact]
    public void Next_ManyFailures_DoublesWithJitterUpToTheCap()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(1));
        var waits = Enumerable.Range(0, 40).Select(_ => backoff.Next().TotalSeconds).ToList();
        for (var i = 0; i < waits.Count; i++)
        {
            var longest = Math.Min(30, Math.Pow(2, i));
            Assert.InRange(waits[i], longest / 2, longest);
        }

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }
}
