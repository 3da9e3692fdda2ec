using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class ContinuityTests
{
    [Fact]
    public void Admit_BeforeTheFirstIntraFrame_Awaits()
    {
        var continuity = Begun(isStrict: true);

        Assert.Equal(Outcome.AwaitingKeyframe, continuity.Admit(false, false, false, 0));
        Assert.Equal(Outcome.None, continuity.Admit(true, false, false, 1));
        Assert.Equal(Outcome.None, continuity.Admit(false, false, false, 2));
    }

    [Fact]
    public void Admit_AfterALoss_AwaitsTheNextIntraFrame()
    {
        var continuity = Running();

        Assert.Equal(Outcome.AwaitingKeyframe, continuity.Admit(false, false, followsLoss: true, 10));
        Assert.Equal(Outcome.AwaitingKeyframe, continuity.Admit(false, false, false, 11));
        Assert.Equal(Outcome.None, continuity.Admit(true, false, false, 12));
    }

    [Fact]
    public void Admit_IntraFrameThatLacksAPart_IsNoPlaceToStart()
    {
        var continuity = Running();

        Assert.Equal(Outcome.AwaitingKeyframe, continuity.Admit(true, false, followsLoss: true, 10));
        Assert.Equal(Outcome.AwaitingKeyframe, continuity.Admit(false, false, false, 11));
    }

    [Fact]
    public void Admit_CorruptPacket_CountsAsCorruptAndAwaits()
    {
        var continuity = Running();

        Assert.Equal(Outcome.Corrupt, continuity.Admit(false, isCorrupt: true, false, 10));
        Assert.Equal(Outcome.AwaitingKeyframe, continuity.Admit(false, false, false, 11));
    }

    [Fact]
    public void Damaged_PictureBeforeTheRestart_IsNoNewLoss()
    {
        var continuity = Running(restart: 100);

        continuity.Damaged(96);
        Assert.False(continuity.IsAwaiting);
        continuity.Damaged(104);
        Assert.True(continuity.IsAwaiting);
    }

    [Fact]
    public void Admit_SourceThatKeepsDamagedPictures_LetsEverythingPass()
    {
        var continuity = Begun(isStrict: false);
        continuity.Lose();

        Assert.Equal(Outcome.None, continuity.Admit(false, true, true, 0));
        Assert.False(continuity.IsAwaiting);
    }

    private static Continuity Begun(bool isStrict)
    {
        var continuity = new Continuity(isStrict);
        continuity.Begin();
        return continuity;
    }

    private static Continuity Running(long restart = 0)
    {
        var continuity = Begun(isStrict: true);
        continuity.Admit(true, false, false, restart);
        return continuity;
    }
}
