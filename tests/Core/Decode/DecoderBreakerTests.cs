using Sluice.Core.Stages.Decode;
using Sluice.Tests.Graph;

namespace Sluice.Core.Tests.Decode;

public sealed class DecoderBreakerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Opened_TooOftenInAMinute_IsAStorm()
    {
        var breaker = new DecoderBreaker(_time);
        for (var i = 0; i < DecoderBreaker.MostOpeningsAMinute; i++) Assert.Null(breaker.Opened());

        Assert.Contains("opened", breaker.Opened(), StringComparison.Ordinal);
    }

    [Fact]
    public void Opened_SpreadOverTime_IsNone()
    {
        var breaker = new DecoderBreaker(_time);
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(breaker.Opened());
            _time.Advance(TimeSpan.FromSeconds(6));
        }
    }

    [Fact]
    public void Resized_NowAndThen_IsNone()
    {
        var breaker = new DecoderBreaker(_time);
        for (var i = 0; i < 200; i++)
        {
            Assert.Null(breaker.Resized());
            _time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public void Resized_WithEveryFrame_IsAStorm()
    {
        var breaker = new DecoderBreaker(_time);
        for (var i = 0; i < DecoderBreaker.MostResizesAMinute; i++) Assert.Null(breaker.Resized());

        Assert.NotNull(breaker.Resized());
    }

    [Fact]
    public void Failed_OnlyFailuresForLong_IsAStorm()
    {
        var breaker = new DecoderBreaker(_time);
        for (var i = 0; i < DecoderBreaker.MostErrorsInARow; i++) Assert.Null(breaker.Failed());

        // A burst alone is none, however long.
        Assert.Null(breaker.Failed());
        _time.Advance(DecoderBreaker.Patience);
        Assert.NotNull(breaker.Failed());
    }

    [Fact]
    public void Failed_WithWholeFramesBetween_IsNone()
    {
        var breaker = new DecoderBreaker(_time);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(breaker.Failed());
            if (i % 20 == 0) breaker.Good();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
