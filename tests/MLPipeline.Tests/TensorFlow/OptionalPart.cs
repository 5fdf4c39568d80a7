namespace MLPipeline.Tests.TensorFlow;

/// <summary>Skips a test of a part that was left out of the build.</summary>
internal static class OptionalPart
{
#if TENSORFLOW
    public const bool HasTensorFlow = true;
#else
    public const bool HasTensorFlow = false;
#endif

#if AUTOML
    public const bool HasAutoML = true;
#else
    public const bool HasAutoML = false;
#endif

    public static void RequireTensorFlow()
    {
        Assert.SkipUnless(HasTensorFlow, "MLPipeline.TensorFlow is left out of this build: the feeds do not serve its packages.");
        MLPipeline.Cli.OptionalParts.Register();
    }

    public static void RequireAutoML()
    {
        Assert.SkipUnless(HasAutoML, "MLPipeline.AutoML is left out of this build: the feeds do not serve its package.");
        MLPipeline.Cli.OptionalParts.Register();
    }
}
