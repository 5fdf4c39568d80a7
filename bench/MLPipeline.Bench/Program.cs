using BenchmarkDotNet.Running;
using MLPipeline.Bench;

if (args is ["known", var pipeline, .. var folders])
{
    KnownDefectsProtocol.Run(pipeline, folders);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(DetectorBenchmarks).Assembly).Run(args);
}
