using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class LearnedTests
{
    private static readonly KeyframeOptions Options = KeyframeScene.Options(2) with
    {
        Embedding = new() { Model = "m" },
        Space = AppearanceSpace.With("0123456789abcdef0123"),
    };

    [Fact]
    public void Close_AllLookEquallyDifferent_ShowsWhatTheModelTellsApart()
    {
        using var scene = new KeyframeScene(Options);
        for (var i = 0; i < 300; i++) scene.Show(i % 6, i * 0.04, vector: i % 6 == 5 ? [0, 1, 0] : [1, 0, i % 7 * 0.02f]);
        scene.End();
        Assert.Equal(2, scene.Chosen.Count);
        Assert.Single(scene.Chosen, static index => index % 6 == 5);
    }

    [Fact]
    public void Close_WithAModel_NamesAFeatureSpaceOfItsOwn()
    {
        using var scene = new KeyframeScene(Options);
        for (var i = 0; i < 40; i++) scene.Show(i % 4, i * 0.04, vector: [1, 0]);
        scene.End();
        Assert.All(scene.Choices, static choice => Assert.Equal("appearance-3+0123456789abcdef", choice.Why.Space));
        Assert.All(scene.Choices, static choice => Assert.Equal(AppearanceFeatures.Length + AppearanceMetric.LearnedLength, choice.Why.Keyframe.Embedding.Length));
    }

    [Fact]
    public void Close_NoFrameHasAVector_ChoosesByPlainFeatures()
    {
        using var with = new KeyframeScene(Options);
        using var without = new KeyframeScene(KeyframeScene.Options(2));
        foreach (var scene in new[] { with, without })
        {
            for (var i = 0; i < 200; i++) scene.Show(i / 30 % 16, i * 0.04);
            scene.End();
        }

        Assert.Equal(without.Chosen, with.Chosen);
    }

    [Fact]
    public void Restart_WithAModel_ChoosesAsIfItHadNotBeen()
    {
        Assert.Equal(Run(null), Run(90));

        static IReadOnlyList<long> Run(int? restartAt)
        {
            var scene = new KeyframeScene(Options);
            for (var i = 0; i < 700; i++)
            {
                if (i == restartAt + 500) scene = scene.Restart(Options);
                scene.Show(i / 5 % 3, i * 0.04, vector: i / 100 % 2 == 0 ? [1, 0, i % 7 * 0.01f] : [0.6f, 0.8f, 0]);
            }

            scene.End();
            var chosen = scene.Chosen;
            scene.Dispose();
            return chosen;
        }
    }

    [Fact]
    public void Add_BlocksOfDifferentSize_CountAlikeAfterwards()
    {
        var scale = new BlockScale();
        var random = new Random(4);
        var frames = Enumerable.Range(0, 600).Select(_ => Vector(random, 0.02f, 0.3f)).ToList();
        foreach (var frame in frames) scale.Add(frame);
        Assert.True(scale.IsFrozen);
        var (one, other) = (frames[10], frames[400]);
        var plain = VectorMath.SquaredDistance(one.AsSpan(0, AppearanceFeatures.Length), other.AsSpan(0, AppearanceFeatures.Length));
        var learned = VectorMath.SquaredDistance(one.AsSpan(AppearanceFeatures.Length), other.AsSpan(AppearanceFeatures.Length));
        Assert.InRange(scale.Weight * learned / plain, 0.7, 1.4);
    }

    [Fact]
    public void Add_AfterItIsFrozen_ChangesNothing()
    {
        var scale = new BlockScale();
        var random = new Random(4);
        for (var i = 0; i < 510; i++) scale.Add(Vector(random, 0.02f, 0.3f));
        var weight = scale.Weight;
        for (var i = 0; i < 2000; i++) scale.Add(Vector(random, 1, 0.01f));
        Assert.Equal(weight, scale.Weight);
    }

    [Fact]
    public void Read_LongVectors_KeepTheirDistances()
    {
        var block = new LearnedBlock("m");
        var random = new Random(4);
        for (var i = 0; i < 10; i++)
        {
            var (one, other) = (Unit(random), Unit(random));
            var (a, b) = (new float[128], new float[128]);
            block.Read(Frame("m", one), a);
            block.Read(Frame("m", other), b);
            Assert.InRange(VectorMath.SquaredDistance(a, b) / VectorMath.SquaredDistance(one, other), 0.6f, 1.5f);
        }
    }

    [Fact]
    public void Read_NoVectorOrOfAnotherModel_KeepsTheOneBefore()
    {
        var (block, into) = (new LearnedBlock("m"), new float[128]);
        block.Read(Frame("m", [3, 4]), into);
        block.Read(Frame("other", [1, 1]), into);
        block.Read(Frame(null, []), into);
        Assert.Equal([3, 4, 0], into[..3]);
    }

    private static float[] Unit(Random random)
    {
        var values = new float[512];
        foreach (ref var value in values.AsSpan()) value = (float)(random.NextDouble() - 0.5) / 6.5f;
        return values;
    }

    private static float[] Vector(Random random, float plain, float learned)
    {
        var vector = new float[AppearanceFeatures.Length + AppearanceMetric.LearnedLength];
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)random.NextDouble() * (i < AppearanceFeatures.Length ? plain : learned);
        return vector;
    }

    private static Frame Frame(string? model, float[] values)
    {
        var frame = new Frame(new() { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 }, null);
        return model == null ? frame : frame.With(new FrameVector(model, values));
    }
}
