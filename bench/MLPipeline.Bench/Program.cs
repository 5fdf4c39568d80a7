using BenchmarkDotNet.Running;
using MLPipeline.Bench;

BenchmarkSwitcher.FromAssembly(typeof(DetectorBenchmarks).Assembly).Run(args);
