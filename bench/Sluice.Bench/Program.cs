using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Sluice.Bench;

// allocations FILE [--write]: bytes alone, without times.
if (args is ["allocations", var baselines, .. var more]) return await new AllocationCheck(baselines).RunAsync(more is ["--write"]);

// In this process: the projects BenchmarkDotNet would generate don't follow this repository's build rules.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
