"""Training: from labelled texts to the arrays a model is made of, a module for each thing that is fitted. What alone needs scikit-learn."""
