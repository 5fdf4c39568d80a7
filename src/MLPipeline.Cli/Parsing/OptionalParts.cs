using MLPipeline.Video;
#if TENSORFLOW
using MLPipeline.Featurization;
using MLPipeline.TensorFlow;
#endif
#if AUTOML
using MLPipeline.AutoML;
using MLPipeline.Search;
#endif

namespace MLPipeline.Cli;

/// <summary>The parts beside the library: the reader of videos, and those that are built in where the package feeds serve what they need.</summary>
internal static class OptionalParts
{
    /// <summary>Makes those that are built in known to the library. Calling it again does nothing.</summary>
    public static void Register()
    {
        VideoReader.Register();
#if TENSORFLOW
        BackboneRuntimes.All.Add(new TensorFlowBackboneRuntime());
#endif
#if AUTOML
        SearchEngines.All.Add(new AutoMLEngine(), first: true);
#endif
    }
}
