using BenchmarkDotNet.Attributes;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Bench;

/// <summary>Suppression of the candidates of one picture, three of them to an object.</summary>
[MemoryDiagnoser]
public class NmsBench
{
    private readonly NonMaxSuppression _suppression = new();
    private readonly CandidateList _candidates = new();

    [Params(30, 1000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < Candidates; i++)
        {
            var (x, y) = (i / 3 % 30 * 40 + random.NextSingle() * 8, i / 90 * 50 + random.NextSingle() * 8);
            _candidates.Add(new(x, y, x + 36, y + 44), random.NextSingle(), i % 4);
        }

        Keep();
    }

    [Benchmark]
    public int Keep() => _suppression.Keep(_candidates, Suppression.PerClass, 0.45f, 300).Length;
}
